import { count } from "../metrics.ts";
import { isBulk } from "./bulk.ts";
import { askModel, getConfiguredModel, type Model } from "./model.ts";
import type { Insights, SourceText } from "./source-text.ts";

/**
 * What a text asks and is about, with the help of a model where the operator has set one; without one, or when it fails or takes
 * longer than four seconds, as `readInsights` has it. No failure of the model is thrown.
 * @param model `null` for none, whatever the operator has set
 */
export async function extractInsights(
  source: SourceText,
  model: Model | null | undefined = getConfiguredModel(),
): Promise<Insights> {
  // Dates and languages are 20 ms of a cold start: many a delivery holds no text and never needs them.
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
