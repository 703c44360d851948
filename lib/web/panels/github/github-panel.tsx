import { listRepositories, type Repository } from "../../api/github.ts";
import { useAppContext } from "../../app-context.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { LoadedContent } from "../../ui/loaded-content.tsx";
import { MoreButton } from "../../ui/more-button.tsx";
import { Pane } from "../../ui/pane.tsx";
import { RowSkeleton } from "../../ui/skeletons.tsx";
import { useOpenedEntry } from "../../ui/use-opened-entry.ts";
import { usePages } from "../../ui/use-pages.ts";
import type { PanelProps } from "../panel-props.ts";
import { Issues } from "./issues.tsx";
import { RepositoryRow } from "./repository-row.tsx";

/** The repositories of an account; opening one shows its open issues. */
export function GithubPanel(panel: PanelProps) {
  const { api } = useAppContext();
  const { connection } = panel;
  const repositories = usePages((pageToken) => listRepositories(api, connection.id, pageToken));
  const opened = useOpenedEntry<Repository>();
  return (
    <>
      <Pane
        panel={panel}
        title="Repositories"
        hidden={opened.opened !== undefined}
        busy={repositories.loading}
        onRefresh={repositories.reload}
      >
        <LoadedContent panel={panel} loaded={repositories} what="the repositories" skeleton={<RowSkeleton lines={2} />}>
          {(value) =>
            value.length === 0 ? (
              <EmptyState title="No repositories here">
                Create one on GitHub, or reconnect and give access to more of them.
              </EmptyState>
            ) : (
              <>
                <ul class="rows">
                  {value.map((repository) => (
                    <RepositoryRow key={repository.fullName} repository={repository} onOpen={opened.open} />
                  ))}
                </ul>
                <MoreButton panel={panel} pages={repositories} />
              </>
            )
          }
        </LoadedContent>
      </Pane>
      {opened.opened && (
        <Issues key={opened.opened.fullName} panel={panel} repository={opened.opened} onBack={opened.close} />
      )}
    </>
  );
}
