import type { Metafile } from "esbuild";

/** Bytes of every bundle, by entry, the largest first. */
function measureBundles({ outputs }: Metafile): { entry: string; bytes: number }[] {
  return Object.entries(outputs)
    .filter(([, { entryPoint }]) => entryPoint)
    .map(([, { entryPoint = "", bytes }]) => ({ entry: entryPoint.replace(/^.*?functions\/|\.ts$/g, ""), bytes }))
    .sort((a, b) => b.bytes - a.bytes);
}

export function printSizes(metafile: Metafile): void {
  const sizes = measureBundles(metafile);
  for (const { entry, bytes } of sizes) console.log(`${formatKilobytes(bytes).padStart(8)}  ${entry}`);
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  console.log(`${formatKilobytes(total).padStart(8)}  ${sizes.length} bundles`);
}

const formatKilobytes = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`;
