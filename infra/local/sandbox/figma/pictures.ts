// The pictures of files and nodes: small, of one colour that follows from their name, and there for everybody as Figma's are.
import { createHash } from "node:crypto";
import { crc32, deflateSync } from "node:zlib";
import type { Answer } from "../messages.ts";

export const formats = ["png", "jpg", "svg", "pdf"] as const;
export type Format = (typeof formats)[number];

export const pictureUrl = (origin: string, name: string, format: Format = "png") =>
  `${origin}/pictures/${encodeURIComponent(name)}.${format}`;

/** Undefined where the path is no picture's. */
export function answerPicture(path: string): Answer | undefined {
  const [, name, format] = /^\/pictures\/([^/]+)\.(png|jpg|svg|pdf)$/.exec(path) ?? [];
  if (name === undefined) return undefined;
  const color = createHash("sha256").update(name).digest().subarray(0, 3);
  if (format === "svg") return { status: 200, headers: { "content-type": "image/svg+xml" }, body: svg(color) };
  if (format === "pdf")
    return { status: 200, headers: { "content-type": "application/pdf" }, body: "%PDF-1.4\n%%EOF\n" };
  // A browser looks at the bytes, not at the ending.
  return { status: 200, headers: { "content-type": "image/png" }, body: png(color) };
}

const [width, height] = [160, 90];

const svg = (color: Buffer) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#${color.toString("hex")}"/></svg>`;

/** w3.org/TR/png-3: eight bits for each of three colours, no filter. */
function png(color: Buffer): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const line = Buffer.concat([Buffer.of(0), Buffer.alloc(width * 3, color)]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => line)));
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", pixels), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
