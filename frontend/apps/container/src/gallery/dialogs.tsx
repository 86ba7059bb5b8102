import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { EditorDialog, EditorForm, useConfirm } from '../shared/shared-ui.ts';

export function Dialogs() {
  const confirm = useConfirm();
  const [editing, setEditing] = useState<'new'>();
  const close = () => setEditing(undefined);
  const ask = () =>
    void confirm({
      title: 'Delete “Oak”?',
      text: 'This cannot be undone.',
      action: 'Delete',
      destructive: true,
    });
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}>
      <Button variant="outlined" onClick={ask}>
        Ask
      </Button>
      <Button variant="outlined" onClick={() => setEditing('new')}>
        Edit in a dialog
      </Button>
      <EditorDialog editing={editing} onClose={close}>
        {() => (
          <EditorForm
            title="New wood"
            action="Add"
            busy={false}
            error={null}
            onSubmit={close}
            onCancel={close}
          >
            {() => <TextField name="name" label="Name" required autoFocus />}
          </EditorForm>
        )}
      </EditorDialog>
    </Box>
  );
}
