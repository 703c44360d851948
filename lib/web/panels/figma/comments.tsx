import { useState } from "preact/hooks";
import { type DesignFile, listComments, postComment } from "../../api/figma.ts";
import { useAppContext } from "../../app-context.ts";
import { ComposeForm } from "../../ui/compose-form.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FailureNote } from "../../ui/failure-note.tsx";
import { LoadedContent } from "../../ui/loaded-content.tsx";
import { Pane } from "../../ui/pane.tsx";
import { PaneNotice, SuccessNote } from "../../ui/pane-notice.tsx";
import { RowSkeleton } from "../../ui/skeletons.tsx";
import { SourceLink } from "../../ui/source-link.tsx";
import { useLoad } from "../../ui/use-load.ts";
import { useSend } from "../../ui/use-send.ts";
import type { PanelProps } from "../panel-props.ts";
import { useLiveRefresh } from "../use-live-refresh.ts";
import { CommentItem } from "./comment-item.tsx";

interface Props {
  readonly panel: PanelProps;
  readonly file: DesignFile;
  readonly onBack: () => void;
}

/** The comments of a file, newest first, with a form to post one. */
export function Comments({ panel, file, onBack }: Props) {
  const { api } = useAppContext();
  const account = panel.connection.id;
  const comments = useLoad(() => listComments(api, account, file.key));
  const { busy, failure, send } = useSend();
  const [posted, setPosted] = useState("");
  useLiveRefresh(account, panel.shown, () => comments.reload());
  const post = (text: string, clearForm: () => void) => {
    setPosted("");
    send(
      text,
      (key) => postComment(api, account, file.key, { message: text, key }),
      (comment) => {
        clearForm();
        setPosted(comment.id);
        comments.put([comment, ...(comments.value ?? []).filter(({ id }) => id !== comment.id)]);
      },
    );
  };
  return (
    <Pane
      panel={panel}
      title={file.name}
      onBack={onBack}
      busy={comments.loading}
      onRefresh={() => comments.reload()}
      aside={<SourceLink url={`https://www.figma.com/file/${encodeURIComponent(file.key)}`} label="Open in Figma" />}
      foot={
        <ComposeForm
          label="Write a comment"
          action="Post comment"
          maxLength={5000}
          lines={2}
          busy={busy}
          onSend={post}
        />
      }
    >
      <LoadedContent panel={panel} loaded={comments} what="the comments" skeleton={<RowSkeleton lines={2} />}>
        {(value) =>
          value.length === 0 ? (
            <EmptyState title="No comments yet">
              Say the first word below. It appears in Figma under your name.
            </EmptyState>
          ) : (
            <ul class="rows">
              {value.map((comment) => (
                <CommentItem key={comment.id} comment={comment} isNew={comment.id === posted} />
              ))}
            </ul>
          )
        }
      </LoadedContent>
      {failure && (
        <PaneNotice>
          <FailureNote failure={failure} name={panel.provider.name} onReconnect={panel.onReconnect} />
        </PaneNotice>
      )}
      {posted && !failure && (
        <PaneNotice>
          <SuccessNote>Your comment is in Figma.</SuccessNote>
        </PaneNotice>
      )}
    </Pane>
  );
}
