/** A few words to write, in the place of what they are about. Escape leaves all as it was. */

import type { ComponentChildren } from "preact";

interface Props {
  /** What stands on the button; empty where nothing can be saved. */
  save: string;
  /** Enter in a field saves it. */
  enter?: boolean;
  onSave(): void;
  onCancel(): void;
  children: ComponentChildren;
}

export function Writing({ save, enter, onSave, onCancel, children }: Props) {
  return (
    <form
      class="edit"
      onSubmit={(event) => {
        event.preventDefault();
        onSave();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onCancel();
      }}
    >
      {children}
      <div class="answer">
        {save && (
          <button type="submit" class="main">
            {save} {enter && <kbd>Enter</kbd>}
          </button>
        )}
        <button type="button" onClick={onCancel}>
          Cancel <kbd>Esc</kbd>
        </button>
      </div>
    </form>
  );
}
