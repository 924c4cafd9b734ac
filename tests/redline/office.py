"""LibreOffice as another judge: it accepts or rejects every tracked change of Word files, without a window.

A Basic macro in a profile of its own does it by `.uno:AcceptAllTrackedChanges`, as the menu does. LibreOffice crashes
on some files; then it is begun again behind the file it crashed on, which counts as not answered.
"""

import shutil
import subprocess
from collections.abc import Mapping
from html import escape
from pathlib import Path

SOFFICE = shutil.which("soffice")
SECONDS = 240
# How many files it is given before it is begun anew: no more than it manages in that time on a busy machine.
TURN = 12
_MACRO = """
Sub Decide(jobs As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  Dim kind(0) As New com.sun.star.beans.PropertyValue
  Dim none()
  Dim line As String
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  kind(0).Name = "FilterName"
  kind(0).Value = "MS Word 2007 XML"
  helper = createUnoService("com.sun.star.frame.DispatchHelper")
  handle = FreeFile
  Open jobs For Input As #handle
  Do While Not Eof(handle)
    Line Input #handle, line
    words = Split(line, "|")
    If UBound(words) = 2 Then
      On Error Resume Next
      document = StarDesktop.loadComponentFromURL(words(0), "_blank", 0, hidden())
      frame = document.CurrentController.Frame
      helper.executeDispatch(frame, ".uno:" & words(2) & "AllTrackedChanges", "", 0, none())
      document.storeToURL(words(1), kind())
      document.close(True)
      On Error GoTo 0
    End If
  Loop
  Close #handle
  StarDesktop.terminate()
End Sub
"""
_MODULE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">'
    f"{escape(_MACRO)}</script:module>"
)
_ACTS = {"final": "Accept", "original": "Reject"}


def decide(files: Mapping[str, bytes], folder: Path) -> dict[tuple[str, str], bytes]:
    """Return each file as LibreOffice saves it once all is accepted ("final") or rejected ("original"), by its name.

    A name that is missing is a file on which it crashed, or which it did not save.
    """
    jobs: dict[Path, str] = {}
    for number, data in enumerate(files.values()):
        source = folder / f"{number}.docx"
        source.write_bytes(data)
        for view, act in _ACTS.items():
            made = folder / f"{number}.{view}.docx"
            jobs[made] = f"{source.as_uri()}|{made.as_uri()}|{act}"
    _run(jobs, folder)
    found = ((name, view, folder / f"{number}.{view}.docx") for number, name in enumerate(files) for view in _ACTS)
    return {(name, view): path.read_bytes() for name, view, path in found if path.exists()}


def _run(jobs: Mapping[Path, str], folder: Path) -> None:
    _office(folder, "--terminate_after_init")  # makes the profile
    (folder / "profile/user/basic/Standard/Module1.xba").write_text(_MODULE, encoding="utf-8")
    waiting = list(jobs)
    while waiting:
        listed, turn = folder / "jobs.txt", waiting[:TURN]
        listed.write_text("".join(f"{jobs[each]}\n" for each in turn), encoding="utf-8")
        _office(folder, f'macro:///Standard.Module1.Decide("{listed}")')
        left = [each for each in turn if not each.exists()]
        waiting = left[1:] + waiting[TURN:]


def _office(folder: Path, *words: str) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--norestore", *words]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            running.wait(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            running.kill()
