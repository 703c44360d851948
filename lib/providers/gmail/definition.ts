import { defineProvider } from "../../oauth/definition.ts";
import { googleEndpoints, googleOAuth, readGoogleAccount } from "../google/oauth.ts";
import { displayName } from "./manifest.ts";

/** Scopes: developers.google.com/gmail/api/auth/scopes. */
export const gmail = defineProvider({
  ...googleOAuth,
  id: "gmail",
  displayName,
  description: "Search and read mail, send messages and replies.",
  category: "mail",
  endpoints: { ...googleEndpoints, api: "https://gmail.googleapis.com/gmail/v1" },
  scopes: [
    "openid",
    "https://www.googleapis.com/auth/userinfo.email",
    "https://www.googleapis.com/auth/gmail.readonly",
    "https://www.googleapis.com/auth/gmail.send",
  ],
  essentialScopes: ["https://www.googleapis.com/auth/gmail.readonly"],
  account: readGoogleAccount,
});
