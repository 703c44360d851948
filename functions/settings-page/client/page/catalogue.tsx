import type { Provider } from "../api/catalogue.ts";
import type { Connection } from "../api/connections.ts";
import type { Landing } from "../landing.ts";
import { ProviderCard } from "./provider-card.tsx";

interface Props {
  readonly providers: readonly Provider[];
  readonly connections: readonly Connection[];
  readonly landing: Landing;
}

export function Catalogue({ providers, connections, landing }: Props) {
  if (providers.length === 0)
    return (
      <section class="panel">
        <h2>No integrations yet</h2>
        <p>Your administrator has not added any. As soon as there is one, it appears here.</p>
      </section>
    );
  return (
    <>
      <p class="summary">{summary(connections)}</p>
      {[...Map.groupBy(providers, ({ category }) => category)].map(([category, members]) => (
        <section class="group" key={category} aria-labelledby={`category-${slug(category)}`}>
          <h2 id={`category-${slug(category)}`}>{heading(category)}</h2>
          <div class="cards">
            {members.map((provider) => (
              <ProviderCard
                key={provider.id}
                provider={provider}
                connections={connections.filter((connection) => connection.provider === provider.id)}
                marked={landing.kind === "reconnect" ? landing.account : ""}
              />
            ))}
          </div>
        </section>
      ))}
    </>
  );
}

const slug = (category: string) => category.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");

/** "project_management" reads as "Project management". */
function heading(category: string): string {
  const words = category.replaceAll(/[_-]+/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function summary(connections: readonly Connection[]): string {
  if (connections.length === 0) return "Nothing is connected yet. Choose a tool to begin.";
  const active = connections.filter(({ connected }) => connected).length;
  const broken = connections.filter(({ status }) => status === "reconnect_needed").length;
  const accounts = `${active} ${active === 1 ? "account" : "accounts"} connected`;
  return broken === 0 ? accounts : `${accounts}, ${broken} to reconnect`;
}
