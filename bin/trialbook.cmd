@echo off
rem The command line, with the Node that the editor names; it may be Electron, which is Node only when told so.
setlocal
set ELECTRON_RUN_AS_NODE=1
if not defined TRIALBOOK_NODE set "TRIALBOOK_NODE=node"
"%TRIALBOOK_NODE%" "%~dp0..\dist\cli.js" %*
