import { get as requestRaw } from "node:http";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { cloud } from "../support/cloud.ts";

const page = "/settings/integrations";

/** The bytes as they are sent: fetch decompresses. */
const read = (path: string, headers: Record<string, string>) =>
  new Promise<{ headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
    requestRaw(`${cloud().origin}${path}`, { headers }, async (response) => {
      const chunks = await response.toArray();
      resolve({ headers: response.headers, body: Buffer.concat(chunks) });
    }).on("error", reject);
  });

const listAssets = async () =>
  [...(await (await fetch(cloud().origin + page)).text()).matchAll(/"(\/[^"]*\/assets\/[^"]*)"/g)].map(
    ([, url = ""]) => url,
  );

test("the page's files travel compressed, and are cached for good under names that hold their hash", async () => {
  const urls = await listAssets();
  expect(urls.map((url) => url.replace(/-[\w-]{16}\./, "-<hash>."))).toEqual([
    `${page}/assets/app-<hash>.css`,
    `${page}/assets/app-<hash>.js`,
  ]);
  for (const url of urls) {
    const plain = await read(url, {});
    expect(plain.headers).toMatchObject({ "cache-control": "public, max-age=31536000, immutable" });
    for (const [encoding, decompress] of [
      ["br", brotliDecompressSync],
      ["gzip", gunzipSync],
    ] as const) {
      const { headers, body } = await read(url, { "accept-encoding": encoding });
      expect(headers).toMatchObject({ "content-encoding": encoding, vary: "accept-encoding" });
      expect(decompress(body).equals(plain.body)).toBe(true);
      expect(body.length).toBeLessThan(plain.body.length / 2);
    }
  }
});

test("the page itself is not kept, so that it names the files of the release that runs", async () => {
  const { headers } = await fetch(cloud().origin + page);
  expect(headers.get("cache-control")).toBe("no-store");
});
