/** Who a From header names: "Ben Bitdiddle" of `"Ben Bitdiddle" <ben@acme.example>`, else the address (RFC 5322, 3.4). */
export function parseSender(from: string): string {
  const [name = "", address = ""] = from.split("<", 2);
  return removeQuotes(name) || removeQuotes(address) || "Unknown sender";
}

const removeQuotes = (text: string) => text.replaceAll(/[">]/g, "").trim();
