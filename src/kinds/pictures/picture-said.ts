import { ConfigError } from "../../errors.js";
import type { Said } from "../kind.js";
import type { pictureOptions } from "./picture-options.js";
import type { PicturesData } from "./pictures-data.js";

/**
 * What a run keeps of pictures, with another background or fit for others than its own.
 * @throws ConfigError for another size or number of channels than its encoder sees
 */
export function withPictureSaid(data: PicturesData, said: Said<typeof pictureOptions>): PicturesData {
  const [height, width] = data.size;
  if (said.size !== undefined && (said.size !== height || said.size !== width))
    throw new ConfigError(
      `The run was trained on pictures of ${height}x${width}, not ${said.size}x${said.size}. Leave \`size\` out.`,
    );
  if (said.channels !== undefined && said.channels !== data.channels)
    throw new ConfigError(
      `The run was trained on ${data.channels} channels, not ${said.channels}. Leave \`channels\` out.`,
    );
  return { ...data, background: said.background ?? data.background, fit: said.fit ?? data.fit };
}
