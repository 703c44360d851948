/** Who a From header names: "Ben Bitdiddle" of `"Ben Bitdiddle" <ben@acme.example>`, else the address (RFC 5322, 3.4). */
export function senderOf(from: string): string {
  const [name = "", address = ""] = from.split("<", 2);
  return bare(name) || bare(address) || "Unknown sender";
}

const bare = (text: string) => text.replaceAll(/[">]/g, "").trim();
