// fhirclient, the SMART team's own client, signs in at the sandbox EHR and reads a patient there.
import { describe, expect, test } from "vitest";
import { redirectUri, useProvider } from "../infra/local/sandbox/provider.ts";
import { loadJudge } from "./support/load-judge.ts";

interface SmartClient {
  readonly patient: {
    readonly id: string | null;
    read(): Promise<{ readonly resourceType: string; readonly id: string }>;
  };
  readonly user: { readonly fhirUser: string | null };
  request(path: string): Promise<unknown>;
  refresh(): Promise<unknown>;
}

interface Smart {
  authorize(options: object): Promise<unknown>;
  ready(): Promise<SmartClient>;
}

const fhirclient = loadJudge<(request: object, response: object, storage: object) => Smart>("fhirclient");

function createStorage() {
  const stored = new Map<string, unknown>();
  return {
    get: async (key: string) => stored.get(key),
    set: async (key: string, value: unknown) => stored.set(key, value),
    unset: async (key: string) => stored.delete(key),
  };
}

/** A request of a browser at an application; fhirclient reads nothing else of it. */
const createRequest = (address: URL) => ({
  url: address.pathname + address.search,
  headers: { host: address.host },
  socket: {},
});

describe.each([
  ["epic", "/interconnect-fhir-oauth/api/FHIR/R4"],
  ["cerner", "/r4/sandbox"],
])("the sandbox of %s", (name, base) => {
  const ehr = useProvider(name);

  async function signIn(more: object): Promise<{ readonly asked: URL; readonly client: SmartClient }> {
    const storage = createStorage();
    let asked = new URL(redirectUri);
    const response = {
      writeHead: (_status: number, { location }: { location: string }) => {
        asked = new URL(location);
      },
      end: () => undefined,
    };
    const client = { clientId: `sandbox-${name}-client`, clientSecret: `sandbox-${name}-secret` };
    const options = { ...client, iss: ehr.url(base), redirectUri, pkceMode: "required", ...more };
    await fhirclient(createRequest(new URL(redirectUri)), response, storage).authorize(options);
    const back = await ehr.consent(asked.pathname, Object.fromEntries(asked.searchParams));
    return { asked, client: await fhirclient(createRequest(back), response, storage).ready() };
  }

  test("lets it sign in on its own, with the audience and S256, and tells the patient", async () => {
    const { asked, client } = await signIn({ scope: "launch/patient openid fhirUser offline_access patient/*.rs" });
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      aud: ehr.url(base),
      code_challenge_method: "S256",
    });
    expect(await client.patient.read()).toMatchObject({ resourceType: "Patient", id: client.patient.id });
    expect(client.user.fhirUser).toMatch(/Practitioner\//);
    await client.refresh();
    expect(await client.request(`Patient/${client.patient.id}`)).toMatchObject({ resourceType: "Patient" });
  });

  test("launches it with the patient that somebody has open", async () => {
    const { body } = await ehr.control("POST", "launch", {});
    const { client } = await signIn({ launch: body.launch, scope: "launch openid fhirUser patient/*.rs" });
    expect(client.patient.id).toEqual(expect.any(String));
  });
});
