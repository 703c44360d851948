/** Encodings that compressed copies of a file have: RFC 7932 and RFC 1952. The better one first. */
const encodings = ["br", "gzip"] as const;

export type Encoding = (typeof encodings)[number];

/**
 * The encoding that a client prefers, among those of which there are copies (RFC 9110 section 12.5.3).
 * @param header `Accept-Encoding`
 * @returns undefined for the file as it is
 */
export function chooseEncoding(header: string | undefined): Encoding | undefined {
  if (header === undefined) return undefined;
  const weights = new Map(header.split(",").map(readWeight));
  const weigh = (encoding: Encoding) => weights.get(encoding) ?? weights.get("*") ?? 0;
  const [best] = encodings.filter((encoding) => weigh(encoding) > 0).sort((a, b) => weigh(b) - weigh(a));
  return best;
}

/** `gzip;q=0.5` → ["gzip", 0.5]. A weight that cannot be read counts as none. */
function readWeight(item: string): [name: string, weight: number] {
  const [name = "", ...parameters] = item.split(";").map((part) => part.trim().toLowerCase());
  const weight = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2) ?? "1";
  return [name, /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(weight) ? Number(weight) : 0];
}
