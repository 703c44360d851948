// Parses a model's answer. It contains suggestions only, which validate-suggestions.ts checks against the text.
import * as z from "zod";

const suggestionSchema = () =>
  z.object({
    text: z.string().min(5).max(300),
    assignee: z.string().max(100).nullish(),
    due: z.string().max(40).nullish(),
    confidence: z.number().min(0).max(1).catch(0.6),
  });

export type Suggestion = z.output<ReturnType<typeof suggestionSchema>>;

/** The suggestions in a model's text. @throws ZodError or SyntaxError when it has another shape */
export function parseSuggestions(text: string): Suggestion[] {
  const json = JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1));
  return z.object({ actionItems: z.array(suggestionSchema()).max(50) }).parse(json).actionItems;
}
