export * from '@intarsia/ui';
