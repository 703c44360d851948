import type { Provider } from "../../../oauth/definition.ts";

/** The token set that speaks on /api/v2. */
export const selectV2TokenSet = ({ v2Speaks }: Provider): "user" | "bot" => (v2Speaks === "bot" ? "bot" : "user");
