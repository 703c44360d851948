import { readRecord } from "../read-json.ts";

/** Decodes the claims of a JWT (RFC 7519 section 3) without checking anything. @returns no claims for anything else */
export function decodeClaims(token: string): Readonly<Record<string, unknown>> {
  try {
    const payload = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
    return readRecord(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return {};
  }
}
