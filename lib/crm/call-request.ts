import * as z from "zod";
import { callOutcomes } from "./port.ts";

const text = (max: number) => z.string().max(max).optional();

/** An address that people open from the provider's page. */
const address = z
  .url({ protocol: /^https?$/ })
  .max(2048)
  .optional();

/** A call that took place, as an agent tells of it. */
export const callSummary = () =>
  z
    .object({
      callId: z.string().min(1).max(256).describe("Yours; a call that is told of again under it is noted once."),
      customerId: z.string().min(1).max(128),
      provider: text(64).describe("Of the customer, for a tenant with several systems whose ids look alike."),
      phoneNumber: text(64),
      duration: z.number().min(0).max(604_800).optional().describe("Seconds."),
      direction: z.enum(["inbound", "outbound"]),
      outcome: z.enum(callOutcomes),
      agentId: text(256),
      notes: text(30_000),
      recordingUrl: address,
      transcriptUrl: address,
      auditTrailUrl: address,
      metadata: z.record(z.string().max(128), z.unknown()).optional(),
    })
    .meta({
      examples: [
        {
          callId: "call_8f14e45f",
          customerId: "003Qy00000AbCdEIAV",
          phoneNumber: "+14155551212",
          duration: 187,
          direction: "inbound",
          outcome: "answered",
          agentId: "agent_7",
          notes: "Wants the invoice again.",
          recordingUrl: "https://recordings.example.com/8f14e45f",
        },
      ],
    });
