import { displayName, Icon, useMessages } from '@intarsia/ui';
import IconButton from '@mui/material/IconButton';
import { Link } from 'react-router';
import type { User } from '../api/user.ts';
import { messages } from '../messages.ts';
import { usePaths } from '../page/use-paths.ts';

export interface UserActions {
  onEdit: (user: User) => void;
  onToggle: (user: User) => void;
  onDelete: (user: User) => void;
}

interface RowActionsProps extends UserActions {
  user: User;
  /** The grid moves one tab stop through its cells. */
  tabIndex?: number;
}

export function RowActions({ user, onEdit, onToggle, onDelete, tabIndex }: RowActionsProps) {
  const t = useMessages(messages);
  const name = displayName(user);
  const details = usePaths().of(user.id);
  const stop = { size: 'small' as const, ...(tabIndex === undefined ? {} : { tabIndex }) };
  return (
    <>
      <IconButton component={Link} to={details} aria-label={t('details', { name })} {...stop}>
        <Icon name="person" fontSize="small" />
      </IconButton>
      <IconButton aria-label={t('edit', { name })} onClick={() => onEdit(user)} {...stop}>
        <Icon name="edit" fontSize="small" />
      </IconButton>
      <IconButton
        aria-label={t(user.is_active ? 'deactivate' : 'activate', { name })}
        onClick={() => onToggle(user)}
        {...stop}
      >
        <Icon name={user.is_active ? 'eyeOff' : 'eye'} fontSize="small" />
      </IconButton>
      <IconButton aria-label={t('deleteRow', { name })} onClick={() => onDelete(user)} {...stop}>
        <Icon name="trash" fontSize="small" />
      </IconButton>
    </>
  );
}
