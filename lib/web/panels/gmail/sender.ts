/**
 * Extracts the sender's name from a From header (RFC 5322, 3.4), else the address.
 * @param from such as `"Ben Bitdiddle" <ben@acme.example>`
 */
export function parseSender(from: string): string {
  const [name = "", address = ""] = from.split("<", 2);
  return removeQuotes(name) || removeQuotes(address) || "Unknown sender";
}

const removeQuotes = (text: string) => text.replaceAll(/[">]/g, "").trim();
