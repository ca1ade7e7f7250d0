import { spawnSync } from "node:child_process";
import { mkdtempSync, rmdirSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Why there can be no small file system here, or null. */
export function whyNoSmallDisk() {
  if (process.platform !== "linux") return `mounting is not tried on ${process.platform}`;
  const disk = mountSmall(64);
  if (typeof disk === "string") return disk;
  disk.remove();
  return null;
}

/**
 * Mounts a file system of its own in memory.
 * @returns its folder, what makes it almost full or read-only, and what removes it; a sentence where that is not allowed
 */
export function mountSmall(kibibytes) {
  const folder = mkdtempSync(join(tmpdir(), "unlabel-disk-"));
  const options = `size=${kibibytes}k,mode=0777`;
  const { status, stderr } = spawnSync("mount", ["-t", "tmpfs", "-o", options, "none", folder], {
    encoding: "utf8",
  });
  if (status !== 0) {
    rmdirSync(folder);
    return `mounting a file system is not allowed (${stderr?.trim().split("\n")[0] || "no mount"})`;
  }
  return {
    folder,
    /** Leaves so much room, or less where there is no more. */
    fill(left) {
      const { bavail, bsize } = statfsSync(folder);
      const bytes = Math.max(0, Math.min(bavail * bsize, bavail * bsize - 1024 * left));
      writeFileSync(join(folder, "filler"), Buffer.alloc(bytes));
    },
    protect() {
      spawnSync("mount", ["-o", "remount,ro", folder]);
    },
    remove() {
      spawnSync("umount", [folder]);
      rmdirSync(folder);
    },
  };
}
