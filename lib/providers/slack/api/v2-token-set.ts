import type { Provider } from "../../../oauth/definition.ts";

/** The token set that /api/v2 uses. */
export const selectV2TokenSet = ({ v2Speaks }: Provider): "user" | "bot" => (v2Speaks === "bot" ? "bot" : "user");
