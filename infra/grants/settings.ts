// Grants that carry configuration only: no permission comes with them.
import type { AllowanceTable, GrantContext } from "../allowance.ts";

/** What the settings page's own script is told; `functions/settings-page/serve.ts` reads it. */
function pageConfig({ config }: GrantContext): Record<string, unknown> {
  const { clientId, scope, authorizationParams = {}, demo = false, connectTo = [] } = config.signIn;
  return { issuer: config.jwt.issuer, clientId, scope, authorizationParams, apiBase: "", demo, connectTo };
}

export const settingGrants = {
  "page:configure": (context) => ({
    statements: [],
    environment: { PAGE_CONFIG: JSON.stringify(pageConfig(context)) },
  }),
  "jwt:configure": ({ config: { jwt } }) => ({
    statements: [],
    environment: {
      JWT_ISSUER: jwt.issuer,
      JWT_AUDIENCE: JSON.stringify(jwt.audience),
      JWT_ALGORITHM: jwt.algorithm,
    },
  }),
} satisfies AllowanceTable<string>;
