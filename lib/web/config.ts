/** The page's configuration, from the JSON block (`#config`) that the server writes into the document. */
export interface PageConfig {
  /** Who signs users in; empty where nobody does on this page. */
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
  /** Name of the access token's claim for the user's tenants; empty when there is none. */
  readonly tenantClaim: string;
  /** What makes a token an administrator's; absent in documents of earlier releases. */
  readonly adminClaims?: readonly AdminClaim[];
  readonly authorizationParams: Readonly<Record<string, string>>;
  /** Origin of the API; empty when it is the page's own. */
  readonly apiBase: string;
  readonly demo: boolean;
  /** URL of the WebSocket; empty when there is none. */
  readonly liveUrl: string;
  /** Ids of the providers that push changes when the user switches that on. */
  readonly liveProviders: readonly string[];
  /** Ids of the providers where assistants may write when the user allows it. */
  readonly assistantProviders: readonly string[];
  /** What questions without a model can be about, such as `users`; absent in a stage without a database. */
  readonly questions?: readonly string[];
}

/** Claim and value that make somebody an administrator: of all tenants, or of the own one. */
export interface AdminClaim {
  readonly claim: string;
  readonly value: string;
  readonly isOfStage: boolean;
}
