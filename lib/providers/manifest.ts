// What a provider is to infrastructure, as plain data: lib/providers/<id>/manifest.ts. Lambdas read its definition instead.
import type { ProviderId } from "../provider-ids.ts";

export interface Manifest {
  readonly id: ProviderId;
  readonly displayName: string;
  /** Its OAuth application. Providers of one company may share it, and then its client, its sandbox and its lines of .env. */
  readonly application: string;
  /** What its lines of .env begin with: `SLACK` for SLACK_CLIENT_ID. */
  readonly environmentPrefix: string;
  /** Where an operator registers the application. */
  readonly registerAt: string;
  /** Headings in the API's document, by the folder below functions/ whose endpoints stand under them. */
  readonly tags: Readonly<Record<string, Tag>>;
  /** Absent: it pushes nothing, and gets no queue, worker or receiver. */
  readonly webhook?: Webhook;
  /** Whether push channels are opened, renewed and closed at it; `subscription` is in lib/providers/channels.ts then. */
  readonly hasSubscriptions?: true;
  /** Whether users' notifications are posted there (functions/jobs/post-notification.ts); of one provider only. */
  readonly postsNotifications?: true;
  readonly sandbox: Sandbox;
  /** The stack of its HTTP rows. Never changed once deployed; absent for the providers of 0.1.0, whose rows keep their stacks. */
  readonly stack?: `connect-${number}`;
  /** Endpoints that call it in a user's name. Grants and ceilings follow from the method; infra/routes is for what differs. */
  readonly endpoints?: readonly DataEndpoint[];
}

export interface Tag {
  readonly name: string;
  readonly about: string;
}

/** A proof that a request is the provider's: the operator's secret, a secret or token of ours, a token of Google's Pub/Sub. */
export type Proof = "webhook-secret" | "channel-signing" | "pubsub";

export interface Webhook {
  readonly receivers: readonly [WebhookReceiver, ...WebhookReceiver[]];
  /** Any of these proves a request. With Pub/Sub alone the gateway checks the token, else the receiver checks everything. */
  readonly proofs: readonly Proof[];
  /** Where the proof stands, for the API's document; without a header it is a bearer token. */
  readonly verifier: { readonly name: string; readonly header?: string; readonly about: string };
  /** The operator's secret: its line of .env, and what that file says about it. */
  readonly secret?: { readonly variable: string; readonly about: string };
}

export interface WebhookReceiver {
  readonly path: `/api/${string}`;
  /** `functions/<run>.ts` */
  readonly run: string;
  /** The Lambda's name where it is not the entry's: several paths may have one entry, and each its own Lambda. */
  readonly lambda?: string;
  readonly summary: string;
  /** Whether forms are taken beside JSON. */
  readonly takesForms?: true;
  /** Whether there may be no body at all. */
  readonly bodyOptional?: true;
  /** `{ok: true}` unless said otherwise: that or the challenge of the request, or nothing. */
  readonly answers?: "challenge" | "nothing";
}

export interface DataEndpoint {
  readonly on: `${"GET" | "POST" | "PUT" | "PATCH" | "DELETE"} /api/${string}`;
  /** `functions/<run>.ts` */
  readonly run: string;
}

interface Sandbox {
  /** Counted from the port base of the local cloud; the same for all providers of an application. */
  readonly port: number;
  /** Paths on the sandbox, in place of the definition's endpoints. */
  readonly endpoints: {
    readonly authorize: string;
    readonly token: string;
    readonly refresh?: string;
    readonly revoke?: string;
    readonly userinfo?: string;
    readonly api: string;
  };
  /** A service of the package `emulate` that answers its API, where infra/local/sandbox has no folder of its own. */
  readonly emulator?: {
    readonly service: "apple" | "clerk" | "linear" | "microsoft" | "okta" | "resend" | "stripe" | "twilio" | "vercel";
    /** A token that the service knows from its own seed. */
    readonly token: string;
  };
}
