import type { Metafile } from "esbuild";

/** Bytes of every bundle, by entry, the largest first. */
function bundleSizes({ outputs }: Metafile): { entry: string; bytes: number }[] {
  return Object.entries(outputs)
    .filter(([, { entryPoint }]) => entryPoint)
    .map(([, { entryPoint = "", bytes }]) => ({ entry: entryPoint.replace(/^.*?functions\/|\.ts$/g, ""), bytes }))
    .sort((a, b) => b.bytes - a.bytes);
}

export function printSizes(metafile: Metafile): void {
  const sizes = bundleSizes(metafile);
  for (const { entry, bytes } of sizes) console.log(`${kilobytes(bytes).padStart(8)}  ${entry}`);
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  console.log(`${kilobytes(total).padStart(8)}  ${sizes.length} bundles`);
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`;
