import { defineMessages } from '@intarsia/ui';

export const messages = defineMessages({
  en: {
    title: 'Notices',
    unread: { one: 'Notices, {count} unread', other: 'Notices, {count} unread' },
    none: 'Nothing new',
    noneText: 'Releases, failures and changes made elsewhere appear here.',
    clear: 'Clear',
    reload: 'Reload',
    release: 'Release {number} is live. This page still shows an earlier one.',
    withdrawn: 'The version of {title} in this page was withdrawn.',
    failed: '{title} has failed. Everything else keeps working.',
    offline: 'You are offline. Changes cannot be saved.',
    online: 'You are back online.',
    settings: 'Your settings were changed elsewhere.',
    role_admin: 'You are an administrator now.',
    role_user: 'You may read and write data now.',
    role_viewer: 'You may only look now.',
    new_device: 'New sign-in with {device} from {ip}.',
    reuse_detected: 'A sign-in with {device} was used from two places, lately {ip}, and has been ended.',
    check: 'Check',
  },
  de: () => import('./messages.de.ts'),
});
