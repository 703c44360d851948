// Files of a page, under addresses that name their content.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { chooseEncoding } from "./choose-encoding.ts";
import type { Response } from "./response.ts";

export interface Asset {
  /** With a hash of the content, such as `app-Zk3…w.js`: a changed file has another name. */
  readonly name: string;
  readonly type: string;
  readonly hash: string;
  /** The file; its compressed copies have `.br` and `.gz` behind the name. */
  readonly file: URL;
  readonly body: Buffer;
}

/** @param file such as `…/app.js` */
export function loadAsset(file: URL, type: string): Asset {
  const body = readFileSync(file);
  const hash = createHash("sha256").update(body).digest("base64url").slice(0, 16);
  const [, stem, ending] = /([^/]+)(\.\w+)$/.exec(file.pathname) ?? [];
  return { name: `${stem}-${hash}${ending}`, type, hash, file, body };
}

const endings = { br: ".br", gzip: ".gz" } as const;

/** Compressed copies are read when they are first asked for. */
const copies = new Map<string, Buffer>();

function readCopy({ file }: Asset, ending: string): Buffer {
  const href = `${file.href}${ending}`;
  const copy = copies.get(href) ?? readFileSync(new URL(href));
  copies.set(href, copy);
  return copy;
}

/**
 * Answers with a file, compressed where the client takes that.
 * @param isNamed whether the address has the file's own name: it may be cached for good (RFC 8246). Under another one, which a page
 *   of another version asks for, it must be asked for again.
 */
export function toAssetResponse(
  asset: Asset,
  headers: Readonly<Record<string, string | undefined>>,
  isNamed: boolean,
): Response {
  const encoding = chooseEncoding(headers["accept-encoding"]);
  const etag = `"${asset.hash}${encoding === undefined ? "" : `-${encoding}`}"`;
  const described = {
    etag,
    vary: "accept-encoding",
    "content-type": asset.type,
    "cache-control": isNamed ? "public, max-age=31536000, immutable" : "no-cache",
  };
  if (listTags(headers["if-none-match"]).includes(etag)) return { statusCode: 304, headers: described, body: "" };
  if (encoding === undefined) return { statusCode: 200, headers: described, body: asset.body.toString("utf8") };
  return {
    statusCode: 200,
    headers: { ...described, "content-encoding": encoding },
    body: readCopy(asset, endings[encoding]).toString("base64"),
    isBase64Encoded: true,
  };
}

/** The entity tags of `If-None-Match`, which are compared weakly (RFC 9110 section 13.1.2). */
const listTags = (header = ""): string[] => header.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
