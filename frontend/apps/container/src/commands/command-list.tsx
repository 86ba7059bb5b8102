import { useMessages, useUser } from '@intarsia/ui';
import Dialog from '@mui/material/Dialog';
import List from '@mui/material/List';
import ListItemButton from '@mui/material/ListItemButton';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { type KeyboardEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { navApps } from '../release/apps.ts';
import { useRelease } from '../release/release-context.ts';
import type { PanelProps } from '../shell/panels.ts';
import { type Command, matching } from './commands.ts';
import { messages } from './messages.ts';

interface CommandListProps extends PanelProps {
  onErrors: () => void;
}

/** A field and the list of what it finds (the ARIA combobox pattern): the focus stays in the field, arrows choose, Enter goes. */
export default function CommandList({ open, onClose, onErrors }: CommandListProps) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      aria-labelledby="commands-title"
      maxWidth="xs"
      fullWidth
      sx={{ '& .MuiDialog-container': { alignItems: 'flex-start' } }}
    >
      <Finder onClose={onClose} onErrors={onErrors} />
    </Dialog>
  );
}

function Finder({ onClose, onErrors }: { onClose: () => void; onErrors: () => void }) {
  const t = useMessages(messages);
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const commands = matching(useCommands(onErrors), typed);
  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setChosen((chosen + step + commands.length) % Math.max(1, commands.length));
    else if (event.key === 'Enter') run(commands[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <Typography id="commands-title" variant="h2" sx={{ px: 2, pt: 2 }}>
        {t('title')}
      </Typography>
      <TextField
        autoFocus
        label={t('search')}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
        sx={{ m: 2, mb: 1 }}
        slotProps={{
          htmlInput: {
            role: 'combobox',
            'aria-expanded': true,
            'aria-controls': 'commands',
            'aria-autocomplete': 'list',
            'aria-activedescendant': commands[chosen] ? `command-${commands[chosen].id}` : undefined,
            autoComplete: 'off',
          },
        }}
      />
      <List
        id="commands"
        role="listbox"
        aria-label={t('title')}
        component="div"
        sx={{ px: 1, overflow: 'auto' }}
      >
        {commands.map((command, index) => (
          <ListItemButton
            key={command.id}
            id={`command-${command.id}`}
            role="option"
            aria-selected={index === chosen}
            selected={index === chosen}
            tabIndex={-1}
            onClick={() => run(command)}
            sx={{ borderRadius: '8px' }}
          >
            {command.label}
          </ListItemButton>
        ))}
      </List>
      {commands.length === 0 && (
        <Typography role="status" sx={{ px: 2, pb: 2, color: 'text.secondary' }}>
          {t('none')}
        </Typography>
      )}
    </>
  );
}

/** The pages that this person finds in the navigation, and what only keys reach otherwise. */
function useCommands(onErrors: () => void): Command[] {
  const t = useMessages(messages);
  const { boot } = useRelease();
  const role = useUser()?.role;
  const navigate = useNavigate();
  const pages = navApps(boot, role).map(({ id, title, description = '', route }) => ({
    id,
    label: title,
    words: description,
    run: () => void navigate(route),
  }));
  const errors = { id: 'errors', label: t('errors'), run: onErrors };
  return [
    { id: 'home', label: t('home'), run: () => void navigate('/') },
    ...pages,
    ...(role === 'viewer' ? [] : [errors]),
  ];
}
