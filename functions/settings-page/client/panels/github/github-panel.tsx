import { listRepositories, type Repository } from "../../api/github.ts";
import { useDesk } from "../../page/desk.ts";
import { RowBones } from "../bones.tsx";
import { Contents } from "../contents.tsx";
import { Empty } from "../empty.tsx";
import { MoreButton } from "../more-button.tsx";
import { Pane } from "../pane.tsx";
import type { PanelProps } from "../panel-props.ts";
import { useOpened } from "../use-opened.ts";
import { usePages } from "../use-pages.ts";
import { Issues } from "./issues.tsx";
import { RepositoryRow } from "./repository-row.tsx";

/** The repositories of an account; an opened one shows its open issues. */
export function GithubPanel(panel: PanelProps) {
  const { api } = useDesk();
  const { connection } = panel;
  const repositories = usePages((pageToken) => listRepositories(api, connection.id, pageToken));
  const opened = useOpened<Repository>();
  return (
    <>
      <Pane
        panel={panel}
        title="Repositories"
        hidden={opened.opened !== undefined}
        busy={repositories.loading}
        onRefresh={repositories.reload}
      >
        <Contents panel={panel} loaded={repositories} what="the repositories" bones={<RowBones lines={2} />}>
          {(value) =>
            value.length === 0 ? (
              <Empty title="No repositories here">
                Create one on GitHub, or reconnect and give access to more of them.
              </Empty>
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
        </Contents>
      </Pane>
      {opened.opened && (
        <Issues key={opened.opened.fullName} panel={panel} repository={opened.opened} onBack={opened.close} />
      )}
    </>
  );
}
