// What a token response tells about the launch, beside the standard members: the patient, the encounter, who has signed in.
// https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html#launch-context-arrives-with-your-access_token
import * as z from "zod";

const maxText = 2000;
const text = () => z.string().min(1).max(maxText).optional().catch(undefined);

export const launchContextSchema = () =>
  z.object({
    patient: text(),
    encounter: text(),
    /** Other resources that were open, as references. */
    fhirContext: z.array(z.record(z.string(), z.unknown())).max(50).optional().catch(undefined),
    need_patient_banner: z.boolean().optional().catch(undefined),
    intent: text(),
    smart_style_url: text(),
    tenant: text(),
    /** From the id token, see `readIdToken`. */
    fhirUser: text(),
    subject: text(),
    fullName: text(),
  });
export type LaunchContext = z.output<ReturnType<typeof launchContextSchema>>;

/** What is kept with the connection. */
export function keepLaunchContext({ subject: _subject, fullName: _name, ...context }: LaunchContext) {
  const names = Object.keys(keptSchema().shape);
  return Object.fromEntries(
    Object.entries(context).filter(([name, value]) => names.includes(name) && value !== undefined),
  );
}

const keptSchema = () => launchContextSchema().omit({ subject: true, fullName: true });

/**
 * Adds what the id token says of the person. It came from the token endpoint itself, over TLS, so its signature need not be checked
 * (openid.net/specs/openid-connect-core-1_0.html, section 3.1.3.7 rule 6), and nothing of it decides what anybody may do.
 */
export function readIdToken(answer: Record<string, unknown>): Record<string, unknown> {
  const { fhirUser: _user, subject: _subject, fullName: _name, ...rest } = answer;
  const claims = decodeClaims(answer.id_token);
  const profile = typeof claims.profile === "string" ? claims.profile : undefined;
  return { ...rest, fhirUser: claims.fhirUser ?? profile, subject: claims.sub, fullName: claims.name };
}

function decodeClaims(token: unknown): Record<string, unknown> {
  const payload = typeof token === "string" ? (token.split(".")[1] ?? "") : "";
  try {
    return Object(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
  } catch {
    return {};
  }
}

/** `https://ehr.example.com/r4/Practitioner/123` → `Practitioner/123`. */
export const toReference = (url: string): string => url.split("/").slice(-2).join("/");
