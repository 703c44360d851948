import type { Provider } from "../api/catalogue.ts";
import type { Connection } from "../api/connections.ts";
import type { RedirectResult } from "../session/redirect-result.ts";
import { ProviderCard } from "./provider-card.tsx";

interface Props {
  readonly providers: readonly Provider[];
  readonly connections: readonly Connection[];
  readonly redirect: RedirectResult;
}

export function Catalogue({ providers, connections, redirect }: Props) {
  if (providers.length === 0)
    return (
      <section class="panel">
        <h2>No integrations yet</h2>
        <p>Your administrator has not added any. As soon as there is one, it appears here.</p>
      </section>
    );
  return (
    <>
      <p class="summary">{summarizeConnections(connections)}</p>
      {[...Map.groupBy(providers, ({ category }) => category)].map(([category, members]) => (
        <section class="group" key={category} aria-labelledby={`category-${toSlug(category)}`}>
          <h2 id={`category-${toSlug(category)}`}>{toHeading(category)}</h2>
          <div class="cards">
            {members.map((provider) => (
              <ProviderCard
                key={provider.id}
                provider={provider}
                all={connections}
                marked={redirect.kind === "reconnect" ? redirect.account : ""}
              />
            ))}
          </div>
        </section>
      ))}
    </>
  );
}

const toSlug = (category: string) => category.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");

/** Turns "project_management" into "Project management", and "crm" into "CRM". */
function toHeading(category: string): string {
  if (category === "crm") return "CRM";
  const words = category.replaceAll(/[_-]+/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function summarizeConnections(connections: readonly Connection[]): string {
  if (connections.length === 0) return "Nothing is connected yet. Choose a tool to begin.";
  const active = connections.filter(({ connected }) => connected).length;
  const broken = connections.filter(({ status }) => status === "expired").length;
  const accounts = `${active} ${active === 1 ? "account" : "accounts"} connected`;
  return broken === 0 ? accounts : `${accounts}, ${broken} to reconnect`;
}
