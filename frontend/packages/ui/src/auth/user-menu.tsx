import type { User } from '@intarsia/client';
import type { IconName } from '../icons/icon.tsx';
import { uiMessages } from '../language/ui-messages.ts';
import { useMessages } from '../language/use-messages.ts';
import { lazyPart, MenuButton } from '../layout/menu-button.tsx';
import { displayName } from './display-name.ts';
import { Initials } from './initials.tsx';

export interface AccountLink {
  to: string;
  label: string;
  icon: IconName;
}

interface UserMenuProps {
  user: User;
  /** Pages about the account, which the host has. */
  links?: readonly AccountLink[];
  onSignOut: () => void;
}

const accountMenu = lazyPart(() => import('./account-menu.tsx'));

export function UserMenu({ user, links = [], onSignOut }: UserMenuProps) {
  const t = useMessages(uiMessages);
  const name = displayName(user);
  return (
    <MenuButton
      label={t('accountOf', { name })}
      icon={<Initials of={name} />}
      onIntent={accountMenu.preload}
      menu={(props) => <accountMenu.Part {...props} user={user} links={links} onSignOut={onSignOut} />}
    />
  );
}
