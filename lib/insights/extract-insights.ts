import { count } from "../metrics.ts";
import { isBulk } from "./bulk.ts";
import type { Model } from "./converse.ts";
import { askModel, getConfiguredModel } from "./model.ts";
import type { Insights, SourceText } from "./source-text.ts";

/**
 * Extracts action items and a summary from a text. Uses a model if the operator configured one; without one, or when it fails or
 * takes longer than four seconds, uses the rules of `readInsights` only. Does not throw when the model fails.
 * @param model `null` to use no model, whatever is configured
 */
export async function extractInsights(
  source: SourceText,
  model: Model | null | undefined = getConfiguredModel(),
): Promise<Insights> {
  // Loading the date and language libraries takes 20 ms of a cold start, and many deliveries have no text.
  const { readInsights } = await import("./read-insights.ts");
  const rules = readInsights(source);
  if (!model || rules.excerpt === "" || isBulk(source)) return rules;
  try {
    const suggestions = await askModel(source, model);
    const { validateSuggestions } = await import("./validate-suggestions.ts");
    return { ...rules, actionItems: validateSuggestions(suggestions, source, rules) };
  } catch (error) {
    count("InsightsModelFailed", { error: error instanceof Error ? error.name : "unknown" });
    return rules;
  }
}
