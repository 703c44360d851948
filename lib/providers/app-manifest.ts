// What an app's own description at a provider is made from: lib/providers/<id>/app-manifest.ts. Operators' commands use it, and no Lambda.

/** A stage's app, as it is to be registered. */
export interface AppRegistration {
  /** The name that people see when they consent. */
  readonly name: string;
  readonly publicBaseUrl: string;
  readonly redirectUrls: readonly string[];
  /** The stage's settings of the provider, where they differ from its definition. */
  readonly scopes?: readonly string[] | undefined;
  readonly userScopes?: readonly string[] | undefined;
  readonly pkce?: boolean | undefined;
  /** Whether access tokens are to expire, with refresh tokens that are good for one use. */
  readonly rotatesTokens: boolean;
}

/** Makes the file from which the provider registers the app. @throws Error in one sentence when the provider would not take it */
export type CreateAppManifest = (registration: AppRegistration) => object;
