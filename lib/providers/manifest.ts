// What infrastructure must know about a provider, as plain data: lib/providers/<id>/manifest.ts. Lambdas read its definition instead.
import type { ProviderId } from "../provider-ids.ts";

export interface Manifest {
  readonly id: ProviderId;
  readonly displayName: string;
  /** Its OAuth application. Providers of one company may share it, and with it the client, the sandbox and the lines of .env. */
  readonly application: string;
  /** Prefix of its variables in .env: `SLACK` for SLACK_CLIENT_ID. */
  readonly environmentPrefix: string;
  /** The prefix that the systems before used for the same client: `<prefix>_CLIENT_ID` is still understood. */
  readonly formerEnvironmentPrefix?: string;
  /** Where an operator registers the application. */
  readonly registerAt: string;
  /** Whether the application can be registered there from a file (`npm run app-manifest`). It is then listed in lib/providers/app-manifests.ts. */
  readonly hasAppManifest?: true;
  /** Tags in the OpenAPI document, by the folder below functions/ whose endpoints they group. */
  readonly tags: Readonly<Record<string, Tag>>;
  /** Absent for a provider without webhooks, which gets no queue, worker or receiver. */
  readonly webhook?: Webhook;
  /** Whether subscriptions are opened, renewed and closed at it. It is then listed in lib/providers/subscriptions.ts. */
  readonly hasSubscriptions?: true;
  /**
   * Absent where the setting `webhookEnabled` changes nothing. When it is on for users who never set it: always, where the stage has a
   * Pub/Sub topic, or never.
   */
  readonly liveByDefault?: "always" | "with-pubsub" | "never";
  /** Whether the stage chooses PKCE with its setting `pkce`. At the others it is on wherever they take it. */
  readonly pkceIsSetting?: true;
  /** Whether users' notifications are posted there (functions/jobs/post-notification.ts). One provider at most. */
  readonly postsNotifications?: true;
  /** Whether its lists are kept for longer than a request, and can be loaded again when a user asks. It is then listed in lib/providers/cache-refills.ts. */
  readonly keepsLists?: true;
  /** Whether it grants tokens to the client itself, for a tenant; its definition has `clientCredentials` then. */
  readonly hasClientCredentials?: true;
  /** Whether a tenant's customers are looked up in it. It is then listed in lib/providers/crm.ts. */
  readonly hasCustomers?: true;
  /** API keys of the operator's own that look customers up where a tenant has connected nothing. */
  readonly apiKeys?: readonly ApiKey[];
  /** An electronic health record: its FHIR servers are registered, and systems authenticate there with our signing keys. */
  readonly isEhr?: true;
  readonly sandbox: Sandbox;
  /** The stack of its HTTP routes. Never change it once deployed. Absent for the providers of 0.1.0, whose routes keep their stacks. */
  readonly stack?: `connect-${number}`;
  /** Endpoints that call it for a user. Permissions and rate limits follow from the method; exceptions are in infra/routes. */
  readonly endpoints?: readonly DataEndpoint[];
  /**
   * Which of its endpoints assistants get as tools, by the tool's name after `<id>_` (`mcp.connections` of a stage). What a tool takes
   * follows from the endpoint's contract. Those that change something must take an Idempotency-Key.
   */
  readonly tools?: Readonly<Record<string, DataEndpoint["on"]>>;
}

/** A line of .env, and the secret that it is written to: `<provider>/<name>`. */
export interface ApiKey {
  readonly variable: string;
  readonly name: string;
  /** The comment above it in .env. */
  readonly about: string;
}

export interface Tag {
  readonly name: string;
  readonly about: string;
}

/** How a request is authenticated: the operator's secret, a secret or token we issued, or a token of Google's Pub/Sub. */
export type Proof = "webhook-secret" | "channel-signing" | "pubsub";

export interface Webhook {
  readonly receivers: readonly [WebhookReceiver, ...WebhookReceiver[]];
  /** Any one of these is enough. With Pub/Sub alone the gateway checks the token; otherwise the receiver checks everything. */
  readonly proofs: readonly Proof[];
  /** Where the proof is sent, for the OpenAPI document. Without `header` it is a bearer token. */
  readonly verifier: { readonly name: string; readonly header?: string; readonly about: string };
  /** Set where the signature covers the request's address: its receivers then answer at no other name of their path. */
  readonly signatureCoversUrl?: true;
  /** Whether the provider chooses the secret of each webhook, and tells it to the receiver while the webhook is being opened. */
  readonly takesSecrets?: true;
  /** Whether its events may ask to delete or to export what is kept of a person. */
  readonly asksForPrivacy?: true;
  /**
   * The operator's secret: its variable in .env, and the comment above it there. Where a provider signs with the client's secret, the
   * variable is the client's: the secret is then stored a second time, since what verifies webhooks must not open tokens.
   */
  readonly secret?: { readonly variable: string; readonly about: string };
  /** Whether one request has several events (`WebhookSource.split`): its worker queues each of them for itself. */
  readonly sendsBatches?: true;
}

export interface WebhookReceiver {
  readonly path: `/api/${string}`;
  /** `functions/<run>.ts` */
  readonly run: string;
  /** The Lambda's name if it differs from the entry's: paths that share an entry have a Lambda each. */
  readonly lambda?: string;
  readonly summary: string;
  /** Whether forms are accepted besides JSON. */
  readonly takesForms?: true;
  /** Whether the body may be missing. */
  readonly bodyOptional?: true;
  /** The answer: `{ok: true}` or the request's challenge, or nothing. `{ok: true}` if absent. */
  readonly answers?: "challenge" | "nothing";
}

export interface DataEndpoint {
  readonly on: `${"GET" | "POST" | "PUT" | "PATCH" | "DELETE"} /api/${string}`;
  /** `functions/<run>.ts` */
  readonly run: string;
}

interface Sandbox {
  /** Offset from the local cloud's port base; the same for all providers of an application. */
  readonly port: number;
  /** Paths on the sandbox that replace the definition's endpoints. */
  readonly endpoints: {
    readonly authorize: string;
    readonly token: string;
    readonly refresh?: string;
    readonly revoke?: string;
    readonly userinfo?: string;
    readonly api: string;
  };
  /** The hosts of the seed data's organizations by tenant, for client credentials. */
  readonly tenantHosts?: Readonly<Record<string, readonly string[]>>;
  /** What the stage of the local cloud sets besides, so that it can be tried there. */
  readonly settings?: { readonly v2Speaks: "tenant-bot" };
  /** The service of the package `emulate` that stands in for its API, if infra/local/sandbox has no folder for it. */
  readonly emulator?: {
    readonly service: "apple" | "clerk" | "linear" | "microsoft" | "okta" | "resend" | "stripe" | "twilio" | "vercel";
    /** A token from the service's own seed data. */
    readonly token: string;
  };
}
