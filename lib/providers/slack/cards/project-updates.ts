// What happened to a project, for the headline of its card.

/** By what clients send as the update's type or status, in lower case and with underscores. */
const headlines: ReadonlyMap<string, string> = new Map([
  ...listSynonyms("🎉 Project Created", "created", "new"),
  ...listSynonyms("🚀 Project Started", "started", "start", "kickoff", "kicked_off"),
  ...listSynonyms("🚀 Project Launched", "launched", "released", "shipped", "deployed"),
  ...listSynonyms("📝 Project In Progress", "in_progress", "progress", "active", "ongoing"),
  ...listSynonyms("📝 Project Updated", "updated", "update", "changed"),
  ...listSynonyms("💬 Project Commented", "commented", "comment"),
  ...listSynonyms("👀 Project In Review", "in_review", "review"),
  ...listSynonyms("🎯 Project Milestone", "milestone", "milestone_reached"),
  ...listSynonyms("✅ Project Completed", "completed", "complete", "done", "finished"),
  ...listSynonyms("⚠️ Project Delayed", "delayed", "late", "overdue"),
  ...listSynonyms("⚠️ Project At Risk", "at_risk"),
  ...listSynonyms("⛔ Project Blocked", "blocked"),
  ...listSynonyms("⏸️ Project On Hold", "on_hold", "paused"),
  ...listSynonyms("🚫 Project Cancelled", "cancelled", "canceled"),
]);

function listSynonyms(headline: string, ...types: readonly string[]): [string, string][] {
  return types.map((type) => [type, headline]);
}

/** An emoji and what happened, such as "✅ Project Completed"; "📣 Project Update" for a type that is not known. */
export function describeUpdate(type: string): string {
  return (
    headlines.get(
      type
        .trim()
        .toLowerCase()
        .replace(/[\s-]+/g, "_"),
    ) ?? "📣 Project Update"
  );
}
