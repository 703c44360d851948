// A message of Tuesday, 10 March 2026, 10:30 in Berlin.
import type { SourceText } from "../../lib/insights/source-text.ts";

export const ada = { id: "U01", name: "Ada Byrne", email: "ada@example.com" };
export const ben = { id: "U02", name: "Ben Carter", email: "ben@example.com" };

export const createSourceText = (text: string, more: Partial<SourceText> = {}): SourceText => ({
  kind: "message",
  text,
  sentAt: new Date("2026-03-10T09:30:00Z"),
  timeZone: "Europe/Berlin",
  ...more,
});
