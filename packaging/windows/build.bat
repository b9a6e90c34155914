@echo off
rem On a Windows machine with Python 3.11 or later: the one-folder build by PyInstaller in dist\kongchuo.
rem The installer that is handed out is made on Linux (packaging/windows.py); this is the second way, for trying and for finding faults.
chcp 65001 >nul
cd /d "%~dp0..\.."
py -3.11 packaging\dev.py build linux
if errorlevel 1 (
  echo 没有做成，原因见上面。
  pause
  exit /b 1
)
echo 做好了：dist\kongchuo\kongchuo.exe
pause
