// A call in words, for the people who read it at the provider. The caller of these escapes them as the provider reads them.
import type { CallSummary } from "./port.ts";

const outcomeWords: Readonly<Record<CallSummary["outcome"], string>> = {
  answered: "answered",
  voicemail: "voicemail",
  no_answer: "no answer",
  busy: "busy",
  failed: "failed",
};

/** `Call - Inbound, answered`. */
export const titleCall = ({ direction, outcome }: CallSummary): string =>
  `Call - ${direction === "inbound" ? "Inbound" : "Outbound"}, ${outcomeWords[outcome]}`;

/** What was told of a call, a fact a line; the notes first. Metadata stands there as JSON. */
export function describeCall(summary: CallSummary): readonly string[] {
  const { notes, phoneNumber, duration, agentId, recordingUrl, transcriptUrl, auditTrailUrl, callId, metadata } =
    summary;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["Phone", phoneNumber],
    ["Duration", duration === undefined ? undefined : `${Math.round(duration)} s`],
    ["Agent", agentId],
    ["Recording", recordingUrl],
    ["Transcript", transcriptUrl],
    ["Audit trail", auditTrailUrl],
    ["Details", metadata === undefined ? undefined : JSON.stringify(metadata)],
    ["Call", callId],
  ];
  const told = facts.flatMap(([name, value]) => (value === undefined || value === "" ? [] : [`${name}: ${value}`]));
  return [...(notes ? [...notes.split(/\r\n|\r|\n/), ""] : []), ...told];
}
