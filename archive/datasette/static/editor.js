/* Turns the SQL box into Datasette's editor. Without scripts the plain text box works too. */
document.addEventListener("DOMContentLoaded", () => {
  const load = (address) => new Promise((done, failed) => {
    document.head.append(Object.assign(document.createElement("script"), {src: address, onload: done, onerror: failed}));
  });
  const box = document.querySelector("textarea#sql-editor");
  if (!box || typeof CodeMirror === "undefined") return;
  const editor = CodeMirror.fromTextArea(box, {lineNumbers: true, mode: "text/x-sql", lineWrapping: true});
  editor.getInputField().setAttribute("aria-label", "SQL");
  editor.setOption("extraKeys", {"Shift-Enter": () => box.form.submit(), Tab: false});
  const formatter = document.getElementById("sql-formatter");
  const format = document.getElementById("sql-format");
  if (format && formatter) {
    format.hidden = false;
    format.addEventListener("click", async () => {
      if (typeof sqlFormatter === "undefined") await load(formatter.src);
      editor.setValue(sqlFormatter.format(editor.getValue()));
    });
  }
  if (typeof cmResize !== "undefined") cmResize(editor, {resizableWidth: false});
});
