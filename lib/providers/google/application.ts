// The application at Google that Gmail and Google Calendar share: what their manifests say of it.

export const googleApplication = {
  application: "google",
  environmentPrefix: "GOOGLE",
  registerAt: "https://console.cloud.google.com/auth/clients — one client for Gmail and Calendar",
} as const;

/** Its sandbox. Each manifest adds the path of its own API. */
export const googleSandbox = {
  port: 13,
  endpoints: {
    authorize: "/o/oauth2/v2/auth",
    token: "/token",
    revoke: "/revoke",
    userinfo: "/v1/userinfo",
  },
} as const;
