// Small pictures of files and nodes, with colours derived from the name. Like Figma's, they need no token.
import { createHash } from "node:crypto";
import { crc32, deflateSync } from "node:zlib";
import type { Answer } from "../exchange.ts";

export const formats = ["png", "jpg", "svg", "pdf"] as const;
export type Format = (typeof formats)[number];

export const buildPictureUrl = (origin: string, name: string, format: Format = "png") =>
  `${origin}/pictures/${encodeURIComponent(name)}.${format}`;

/** Undefined when the path is not a picture's. */
export function answerPicture(path: string): Answer | undefined {
  const [, name, format] = /^\/pictures\/([^/]+)\.(png|jpg|svg|pdf)$/.exec(path) ?? [];
  if (name === undefined) return undefined;
  const drawn = drawShapes(name);
  if (format === "svg") return { status: 200, headers: { "content-type": "image/svg+xml" }, body: renderSvg(drawn) };
  if (format === "pdf")
    return { status: 200, headers: { "content-type": "application/pdf" }, body: "%PDF-1.4\n%%EOF\n" };
  // A PNG for every raster format: browsers look at the bytes, not at the file extension.
  return { status: 200, headers: { "content-type": "image/png" }, body: renderPng(drawn) };
}

const [width, height] = [160, 90];

interface Shape {
  readonly at: readonly [x: number, y: number];
  readonly size: readonly [width: number, height: number];
  readonly color: Buffer;
}

/** The outline of a page, in quiet colours. The edges stay empty because viewers often crop the picture. */
function drawShapes(name: string): readonly Shape[] {
  const seed = createHash("sha256").update(name).digest();
  const ink = Buffer.from(seed.subarray(0, 3).map((part) => 60 + part * 0.5));
  const [middle, paper] = [lighten(ink, 0.5), lighten(ink, 0.8)];
  const title = 40 + Math.round((seed[3] ?? 0) / 8);
  const card = (x: number): Shape => ({ at: [x, 56], size: [28, 26], color: x === 32 ? ink : middle });
  return [
    { at: [0, 0], size: [width, height], color: paper },
    { at: [32, 8], size: [12, 4], color: ink },
    { at: [110, 8], size: [18, 4], color: middle },
    { at: [32, 24], size: [title, 9], color: ink },
    { at: [32, 38], size: [title + 16, 4], color: middle },
    ...[32, 66, 100].map(card),
  ];
}

const lighten = (color: Buffer, by: number) => Buffer.from(color.map((part) => part + (255 - part) * by));

const renderSvg = (drawn: readonly Shape[]) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${drawn.map(renderRectangle).join("")}</svg>`;

const renderRectangle = ({ at: [x, y], size: [width, height], color }: Shape) =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="#${color.toString("hex")}"/>`;

/** w3.org/TR/png-3: RGB with eight bits per colour, no filter. */
function renderPng(drawn: readonly Shape[]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const lines = Array.from({ length: height }, (_, y) => Buffer.concat([Buffer.of(0), renderLine(drawn, y)]));
  const pixels = deflateSync(Buffer.concat(lines));
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  return Buffer.concat([
    signature,
    encodeChunk("IHDR", header),
    encodeChunk("IDAT", pixels),
    encodeChunk("IEND", Buffer.alloc(0)),
  ]);
}

function renderLine(drawn: readonly Shape[], y: number): Buffer {
  const pixels = Buffer.alloc(width * 3);
  for (const { at, size, color } of drawn) {
    const crosses = y >= at[1] && y < at[1] + size[1];
    if (crosses) pixels.fill(color, at[0] * 3, (at[0] + size[0]) * 3);
  }
  return pixels;
}

function encodeChunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
