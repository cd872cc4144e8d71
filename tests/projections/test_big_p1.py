import random, time, psycopg, statistics
from psycopg.rows import dict_row
from random import Random
from tests.projections.danish_contacts import contacts_of, misspelt
from projections.contact_search import contact_search
from projections.citizen_history import citizen_history
from projections.contact_criteria import Criteria
from projections.contact_finding import search
from projections.similar_contacts import similar
N=100_000
def test_big(addresses, as_admin):
    t=time.time(); told = contacts_of(Random(1), N); print("made", time.time()-t)
    with psycopg.connect(as_admin.views, row_factory=dict_row, autocommit=True) as conn:
        db = conn.cursor()
        db.execute("create schema contact_search"); db.execute("set search_path=contact_search,public"); db.execute(contact_search.tables); db.execute("reset search_path")
        t=time.time()
        for i in range(0,N,500):
            with conn.transaction(), conn.pipeline():
                for x in told[i:i+500]: contact_search.apply(db, x.recorded)
        print("applied", time.time()-t)
        db.execute("analyze")
        r = Random(2)
        ways = {
        "name": lambda t: Criteria(name=misspelt(r, t.name)),
        "surname": lambda t: Criteria(name=t.name.split()[-1]),
        "phone half": lambda t: Criteria(phone=t.phone[:4]),
        "phone": lambda t: Criteria(phone=t.phone),
        "text": lambda t: Criteria(text=t.otherwise),
        "text2": lambda t: Criteria(text=" ".join(t.otherwise.split()[:2])),
        "text1": lambda t: Criteria(text=t.otherwise.split()[0]),
        "textmis": lambda t: Criteria(text=misspelt(r,t.otherwise.split()[0])+" "+t.otherwise.split()[1]),
        "name+text": lambda t: Criteria(name=misspelt(r, t.name), text=t.otherwise.split()[0]),
        "district": lambda t: Criteria(district=t.recorded.event.district, kind=t.recorded.event.kind),
        "none": lambda t: Criteria(),
        }
        for w,a in ways.items():
            ts=[]; hit=0
            for x in r.sample(told, 40):
                c=a(x); t=time.time(); f=search(db,c,limit=10).items; ts.append((time.time()-t)*1000); hit+= x.recorded.id in [i.id for i in f]
            ts.sort(); print(f"{w:12} median {ts[20]:.1f} p95 {ts[37]:.1f} max {ts[-1]:.1f} hits {hit}/40", flush=True)
        ts=[]
        for x in r.sample(told, 20):
            t=time.time(); similar(db,x.recorded.id); ts.append((time.time()-t)*1000)
        ts.sort(); print("similar", ts[10], ts[18])
        print([dict(x) for x in db.execute("select relname, pg_size_pretty(pg_relation_size(oid)) from pg_class where relnamespace='contact_search'::regnamespace order by pg_relation_size(oid) desc limit 12")])
