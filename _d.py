import time, os, psutil
from threading import local
from tests.benchmarks import doors
from tests.benchmarks.load import closed_loop
from tests.fire.running import demo_home
with demo_home() as demo:
    demo.start("--no-samples")
    r=doors.registering(demo)
    pid=demo._process.pid; pr=psutil.Process(pid)
    mine=local()
    def get(path):
        def f():
            if not hasattr(mine,"c"): mine.c=demo.client()
            a=mine.c.get(path); assert a.status_code in (200,404), a.text
        return f
    for name,call,n in (("live",get("/health/live"),8),("404",get("/follow-ups/01937f2e-8c00-7000-8000-000000000009"),8),("stat",get("/follow-ups/statistics"),8),("put",r,1),("put",r,8)):
        closed_loop(call,n,1)
        a=pr.cpu_times(); m=closed_loop(call,n,4); b=pr.cpu_times()
        k=len(m.seconds)
        print(name, n, round(m.per_second), "p50", round(m.at(.5),1), "p99", round(m.at(.99),1), "cpu ms", round(1000*(b.user+b.system-a.user-a.system)/k,2))
