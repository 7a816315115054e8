@echo off
rem Starts Mycelium on Windows. In a checkout it builds on first use ("mycelium.cmd build" builds anew); in an
rem archive that "dist" made, everything is there already.
rem   mycelium.cmd demo | registry | node start | groups | nodes | build | --help
setlocal EnableExtensions DisableDelayedExpansion
set "here=%~dp0"
if "%here:~-1%"=="\" set "here=%here:~0,-1%"

set "java=java.exe"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "java=%JAVA_HOME%\bin\java.exe"
"%java%" -version >nul 2>&1
if errorlevel 1 (
  >&2 echo mycelium: java: not found ^(expected: a JDK 17 or newer on the PATH or in JAVA_HOME^)
  exit /b 3
)
rem The outer quotes are those that cmd takes away from a command that begins with one.
set "version="
for /f "tokens=1-3" %%a in ('^""%java%" -version 2^>^&1^"') do if "%%b"=="version" set "version=%%~c"
set "release=0"
for /f "delims=.-+" %%r in ("%version%") do set "release=%%r"
if %release% LSS 17 (
  >&2 echo mycelium: java: version %version% at "%java%" ^(expected: 17 or newer^)
  exit /b 3
)

set "parts=%here%"
if not exist "%here%\pom.xml" goto built
set "parts=%here%\target\launcher"
if "%~1"=="build" goto build
if exist "%parts%\built" goto built
call :build
if errorlevel 1 exit /b 4

:built
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=PASSIVE"
set "native="
if %release% GEQ 22 set "native=--enable-native-access=ALL-UNNAMED"
if "%~1"=="registry" goto registry

rem A PyTorch of this machine, with CUDA for instance, serves only where the one for CPUs is not on the class path. DJL
rem wants its version and kind spelled out; they stand in a file beside its libraries, as in 2.7.1+cu128.
set "classes=%parts%\agent\agent.jar"
if not defined PYTORCH_LIBRARY_PATH set "classes=%classes%;%parts%\agent\native\*"
if defined PYTORCH_LIBRARY_PATH if exist "%PYTORCH_LIBRARY_PATH%\..\version.py" call :pytorch
"%java%" -XX:+UseSerialGC -Xmx2g %native% %MYCELIUM_JAVA_OPTIONS% "-Dmycelium.launcher=%here%\mycelium.cmd" -cp "%classes%" dev.mycelium.agent.cli.Mycelium %*
exit /b %ERRORLEVEL%

rem The arguments after the first, as they were written: a loop of shift would cut NAME=VALUE in two.
:registry
set rest=%*
set rest=%rest:*registry=%
if not defined MYCELIUM_JAVA_OPTIONS set "MYCELIUM_JAVA_OPTIONS=-XX:TieredStopAtLevel=1"
"%java%" -XX:+UseSerialGC -Xmx512m %native% %MYCELIUM_JAVA_OPTIONS% -jar "%parts%\registry\registry.jar" %rest%
exit /b %ERRORLEVEL%

:pytorch
set "build="
set "flavor="
for /f "tokens=1,3" %%a in ('type "%PYTORCH_LIBRARY_PATH%\..\version.py"') do if "%%a"=="__version__" set "build=%%b"
if not defined build exit /b 0
set "build=%build:'=%"
for /f "tokens=2 delims=+" %%a in ("%build%") do set "flavor=%%a"
for /f "delims=+" %%a in ("%build%") do set "build=%%a"
if not defined flavor exit /b 0
if not defined PYTORCH_VERSION set "PYTORCH_VERSION=%build%"
if not defined PYTORCH_FLAVOR set "PYTORCH_FLAVOR=%flavor%"
exit /b 0

:build
>&2 echo mycelium: building; the first time this downloads libraries
if not exist "%parts%" mkdir "%parts%"
pushd "%here%"
call mvnw.cmd -q -pl registry-service,node-agent -am package -DskipTests -Dspotless.check.skip=true >"%parts%\build.log" 2>&1
if errorlevel 1 (
  popd
  >&2 echo mycelium: the build failed ^(expected: a JDK and, the first time, a way to Maven Central^); log: "%parts%\build.log"
  exit /b 4
)
popd
if exist "%parts%\built" del "%parts%\built"
if exist "%parts%\registry" rmdir /s /q "%parts%\registry"
if exist "%parts%\agent" rmdir /s /q "%parts%\agent"
mkdir "%parts%\agent\native"
xcopy /e /i /q /y "%here%\node-agent\target\lib" "%parts%\agent\lib" >nul
pushd "%here%\registry-service\target"
for %%j in (registry-service-*-exec.jar) do "%java%" -Djarmode=tools -jar %%j extract --destination "%parts%\registry" >>"%parts%\build.log" 2>&1
cd /d "%parts%\registry"
for %%j in (registry-service-*-exec.jar) do move /y %%j registry.jar >nul
cd /d "%parts%\agent\lib"
for %%j in (pytorch-native-cpu-*.jar) do move /y %%j ..\native >nul
cd /d "%here%\node-agent\target"
for %%j in (node-agent-*.jar) do copy /y %%j "%parts%\agent\agent.jar" >nul
popd
if exist "%parts%\registry\registry.jar" if exist "%parts%\agent\agent.jar" goto unpacked
>&2 echo mycelium: unpacking failed; log: "%parts%\build.log"
exit /b 4
:unpacked
echo built>"%parts%\built"
exit /b 0
