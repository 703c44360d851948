import { defineProvider } from "../../oauth/definition.ts";
import { googleEndpoints, googleOAuth, readGoogleAccount } from "../google/oauth.ts";
import { displayName } from "./manifest.ts";

/** Scopes: developers.google.com/calendar/api/auth. */
export const calendar = defineProvider({
  ...googleOAuth,
  id: "calendar",
  displayName,
  description: "See calendars, create and change events.",
  category: "calendar",
  endpoints: { ...googleEndpoints, api: "https://www.googleapis.com/calendar/v3" },
  scopes: [
    "openid",
    "https://www.googleapis.com/auth/userinfo.email",
    "https://www.googleapis.com/auth/calendar.events",
    "https://www.googleapis.com/auth/calendar.calendarlist.readonly",
  ],
  essentialScopes: ["https://www.googleapis.com/auth/calendar.events"],
  account: readGoogleAccount,
});
