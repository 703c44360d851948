// What an EHR must offer so that a tenant's patients are found in it.
import type { AuthorizedFetch, Endpoints } from "../oauth/definition.ts";
import type { PhoneForms } from "../phone-forms.ts";

/** One call to an EHR for a tenant. */
export interface EhrCall {
  /** Of the tenant's server: `api` is its FHIR base. */
  readonly endpoints: Pick<Endpoints, "api">;
  /** Sends the tenant's token along; ends at the deadline of the request that it is made for. @throws ProviderError */
  readonly fetch: AuthorizedFetch;
}

/** What is known of a patient; at least one of these. Everything that is given must fit. */
export interface PatientCriteria {
  readonly phone?: PhoneForms | undefined;
  /** Whether a stored spelling is the wanted number. Set with `phone`. */
  readonly isWantedPhone?: ((stored: string) => boolean) | undefined;
  /** `1987-06-05` */
  readonly birthDate?: string | undefined;
  /** The beginning of the family name. */
  readonly family?: string | undefined;
}

/** A patient as the EHR knows them. What it does not know is null. */
export interface Patient {
  readonly id: string;
  readonly name: string | null;
  readonly birthDate: string | null;
  readonly phones: readonly string[];
  readonly email: string | null;
  readonly identifiers: readonly { readonly system: string | null; readonly value: string }[];
}

export interface PatientPage {
  readonly patients: readonly Patient[];
  /** The address of the next page, on the EHR's own host. */
  readonly next?: string | undefined;
}

export interface EhrProvider {
  /**
   * Reads a server's discovery document. @param hosts where its endpoints may be beside its own host
   * @throws ProviderError permanent for a server that does not offer what is needed
   */
  checkServer(
    fhirBaseUrl: string,
    hosts: readonly string[],
    fetch: (url: string, init?: RequestInit) => Promise<Response>,
  ): Promise<void>;
  /** @throws ProviderError */
  findPatients(criteria: PatientCriteria, limit: number, call: EhrCall): Promise<PatientPage>;
  /** A further page of a search. @throws ProviderError */
  readNextPatients(next: string, criteria: PatientCriteria, call: EhrCall): Promise<PatientPage>;
}
