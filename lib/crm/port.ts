// What a provider must offer so that a tenant's customers are found in it by phone, and calls with them are noted there.
import type { AuthorizedFetch, Endpoints } from "../oauth/definition.ts";
import type { PhoneForms } from "../phone-forms.ts";

/** One call to a provider for a tenant. */
export interface CrmCall {
  /** Of the tenant's account: templates are filled, `api` is the base of every request. */
  readonly endpoints: Endpoints;
  /** Sends the account's token along; ends at the deadline of the request that it is made for. @throws ProviderError */
  readonly fetch: AuthorizedFetch;
  /** Whether a stored spelling is the wanted number: what a search finds by its digits may be another country's. */
  readonly isWanted: (stored: string) => boolean;
}

/** A customer as a provider knows them. What it does not know is left out. */
export interface Customer {
  readonly customerId: string;
  readonly name: string;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly email?: string | undefined;
  readonly company?: string | undefined;
  /** On one line. */
  readonly address?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  /** The provider's own id of the company or household that the customer belongs to. */
  readonly accountId?: string | undefined;
  /** The provider's ids by the names that old clients read, such as `hubspotContactId`. */
  readonly metadata: Readonly<Record<string, string>>;
}

export const callOutcomes = ["answered", "voicemail", "no_answer", "busy", "failed"] as const;
type CallOutcome = (typeof callOutcomes)[number];

/** A call that took place, as its agent tells of it. Everything but the ids and the two enumerations is anybody's text. */
export interface CallSummary {
  readonly callId: string;
  readonly customerId: string;
  readonly phoneNumber?: string | undefined;
  /** Seconds. */
  readonly duration?: number | undefined;
  readonly direction: "inbound" | "outbound";
  readonly outcome: CallOutcome;
  readonly agentId?: string | undefined;
  readonly notes?: string | undefined;
  readonly recordingUrl?: string | undefined;
  readonly transcriptUrl?: string | undefined;
  readonly auditTrailUrl?: string | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  /** When it was told. */
  readonly at: Date;
}

export interface CrmProvider {
  /** What an id of one of its customers looks like: any other is refused before a request leaves. */
  readonly customerIdPattern: RegExp;
  /** Secrets of the operator, in this order, that are used where a connector has no token. Without this it takes no API keys. */
  readonly operatorKeys?: readonly string[];
  /**
   * The parameters of a connection that a connector's base URL stands for, such as its shop; they are checked like those of a
   * flow. Undefined for an address that cannot be the provider's.
   */
  toParams(baseUrl: URL): Readonly<Record<string, string>> | undefined;
  /** The customer with this number; undefined if it knows none. @throws ProviderError */
  findCustomer(numbers: PhoneForms, call: CrmCall): Promise<Customer | undefined>;
  /**
   * Notes a call, once: it is never repeated blindly. Its words are escaped as the provider reads them.
   * @throws ProviderError `permanent` with the code `no_such_customer` for an id that the provider does not have
   */
  writeCall(summary: CallSummary, call: CrmCall): Promise<{ readonly activityId: string }>;
}
