import { useState } from "preact/hooks";
import { createIssue, type Issue, listIssues, type Repository } from "../../api/github.ts";
import { useAppContext } from "../../app-context.ts";
import { ComposeForm } from "../../ui/compose-form.tsx";
import { FailureNote } from "../../ui/failure-note.tsx";
import { LoadedContent } from "../../ui/loaded-content.tsx";
import { Pane } from "../../ui/pane.tsx";
import { PaneNotice, SuccessNote } from "../../ui/pane-notice.tsx";
import { RowSkeleton } from "../../ui/skeletons.tsx";
import { SourceLink } from "../../ui/source-link.tsx";
import { usePages } from "../../ui/use-pages.ts";
import { useSend } from "../../ui/use-send.ts";
import type { PanelProps } from "../panel-props.ts";
import { useLiveRefresh } from "../use-live-refresh.ts";
import { IssueList } from "./issue-list.tsx";

interface Props {
  readonly panel: PanelProps;
  readonly repository: Repository;
  readonly onBack: () => void;
}

/** The open issues of a repository, with a form to create one. */
export function Issues({ panel, repository, onBack }: Props) {
  const { api } = useAppContext();
  const account = panel.connection.id;
  const issues = usePages((pageToken) => listIssues(api, account, repository, pageToken));
  const { busy, failure, send } = useSend();
  const [created, setCreated] = useState<Issue>();
  useLiveRefresh(account, panel.shown, issues.refresh);
  const create = (title: string, clearForm: () => void) => {
    setCreated(undefined);
    send(
      title,
      (key) => createIssue(api, account, repository, { title, key }),
      (issue) => {
        clearForm();
        setCreated(issue);
        issues.add(issue);
      },
    );
  };
  return (
    <Pane
      panel={panel}
      title={repository.fullName}
      onBack={onBack}
      busy={issues.loading}
      onRefresh={issues.reload}
      aside={<SourceLink url={repository.url} label="Open on GitHub" />}
      foot={
        <ComposeForm label="Title of a new issue" action="Create issue" maxLength={256} busy={busy} onSend={create} />
      }
    >
      <LoadedContent panel={panel} loaded={issues} what="the issues" skeleton={<RowSkeleton lines={2} />}>
        {(value) => <IssueList panel={panel} issues={value} pages={issues} />}
      </LoadedContent>
      {failure && (
        <PaneNotice>
          <FailureNote failure={failure} name={panel.provider.name} onReconnect={panel.onReconnect} />
        </PaneNotice>
      )}
      {created && !failure && (
        <PaneNotice>
          <SuccessNote>Issue #{created.number} is created.</SuccessNote>
        </PaneNotice>
      )}
    </Pane>
  );
}
