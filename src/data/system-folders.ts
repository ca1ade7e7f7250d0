/**
 * Folders in which operating systems, network drives and their programs keep thumbnails, deleted files and older
 * states: pictures in there are copies, or gone. Those whose names begin with a dot are left out with all hidden ones.
 * Plain words such as trash are no such names: they may be classes.
 */
const systemFolders: ReadonlySet<string> = new Set([
  // Synology, QNAP, Netgear, NetApp
  ...["@eadir", "@tmp", "@sharebin", "#recycle", "#snapshot", "@recycle", "@recently-snapshot", "@__thumb"],
  "@transcode",
  "~snapshot",
  // Windows
  ...["$recycle.bin", "system volume information", "$extend", "found.000"],
  // macOS and its archives
  ...["__macosx", "network trash folder", "temporary items", "thevolumesettingsfolder"],
  // Linux, Android, Python
  ...["lost+found", "lost.dir", "__pycache__"],
]);

/** Files that such systems leave beside pictures. */
const systemFiles = /^(thumbs\.db|ehthumbs(_vista)?\.db|desktop\.ini|picasa\.ini|synofile_thumb_.*|icon\r)$/i;

/** Whether a folder's content is no data, by its name. */
export function isSystemFolder(name: string): boolean {
  return systemFolders.has(name.toLowerCase());
}

/** Whether a file is no data, and not worth a word, by its name. */
export function isSystemFile(name: string): boolean {
  return systemFiles.test(name);
}

/** Whether an entry is left out without a word, as folders are listed everywhere. */
export function isHidden(name: string): boolean {
  return name.startsWith(".");
}
