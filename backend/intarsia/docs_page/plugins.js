// What Swagger UI lets a page replace by its own interface for plugins.

/** Authorize opens a dialog of the browser's: it keeps the focus, closes by Escape, gives the focus back. */
export const dialogs = ({ React }) => ({
  wrapComponents: {
    authorizationPopup: (Original, { authActions }) =>
      function Dialog(properties) {
        const dialog = React.useRef(null);
        React.useLayoutEffect(() => {
          const { current } = dialog;
          current.showModal();
          return () => current.close();
        }, []);
        const close = (event) => {
          event.preventDefault(); // it goes when Swagger UI takes it away
          authActions.showDefinitions(false);
        };
        return React.createElement(
          'dialog',
          { ref: dialog, onCancel: close, 'aria-label': 'Available authorizations' },
          React.createElement(Original, properties),
        );
      },
  },
});

/** An operation's summary is a button; the link that Swagger UI puts into it could not be told from it. */
export const plainSummaries = ({ React }) => ({
  wrapComponents: {
    DeepLink: () => ({ text }) => React.createElement('span', null, text),
  },
});
